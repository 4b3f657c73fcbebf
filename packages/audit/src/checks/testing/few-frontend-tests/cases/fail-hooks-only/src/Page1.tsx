export function Page1() {
  const title = 'Page 1';
  return <h1>{title}</h1>;
}
