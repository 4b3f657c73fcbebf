export function Page8() {
  const title = 'Page 8';
  return <h1>{title}</h1>;
}
