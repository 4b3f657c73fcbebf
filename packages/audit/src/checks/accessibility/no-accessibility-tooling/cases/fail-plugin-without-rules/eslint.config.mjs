// jsx-a11y comes later
export default [];
