export function Page21() {
  const title = 'Page 21';
  return <h1>{title}</h1>;
}
