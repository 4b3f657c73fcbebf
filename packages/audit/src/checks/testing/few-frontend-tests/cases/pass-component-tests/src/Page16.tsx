export function Page16() {
  const title = 'Page 16';
  return <h1>{title}</h1>;
}
