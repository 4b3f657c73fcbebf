export function Page3() {
  const title = 'Page 3';
  return <h1>{title}</h1>;
}
