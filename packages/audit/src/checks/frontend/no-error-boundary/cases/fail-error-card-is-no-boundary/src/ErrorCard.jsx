export function ErrorCard({ text }) {
  return <p role="alert">{text}</p>;
}
