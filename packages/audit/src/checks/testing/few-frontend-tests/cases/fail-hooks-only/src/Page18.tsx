export function Page18() {
  const title = 'Page 18';
  return <h1>{title}</h1>;
}
