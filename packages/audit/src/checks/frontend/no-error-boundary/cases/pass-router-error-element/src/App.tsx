export function App() {
  return <p>Hello</p>;
}
export function Oops() {
  return <p>Oops</p>;
}
