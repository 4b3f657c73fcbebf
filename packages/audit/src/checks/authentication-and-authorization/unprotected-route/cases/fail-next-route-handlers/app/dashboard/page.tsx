export default function Dashboard() {
  return <h1>Sales</h1>;
}
