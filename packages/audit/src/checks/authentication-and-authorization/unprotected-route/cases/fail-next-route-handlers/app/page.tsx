export default function Start() {
  return <h1>Shop</h1>;
}
