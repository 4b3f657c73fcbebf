export function Page10() {
  const title = 'Page 10';
  return <h1>{title}</h1>;
}
