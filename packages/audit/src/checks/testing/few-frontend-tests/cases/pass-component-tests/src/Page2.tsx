export function Page2() {
  const title = 'Page 2';
  return <h1>{title}</h1>;
}
