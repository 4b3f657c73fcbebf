export function Page4() {
  const title = 'Page 4';
  return <h1>{title}</h1>;
}
