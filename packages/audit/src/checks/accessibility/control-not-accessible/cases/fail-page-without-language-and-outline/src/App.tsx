export const App = () => <button>Save</button>;
