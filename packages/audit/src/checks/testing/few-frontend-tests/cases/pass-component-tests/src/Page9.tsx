export function Page9() {
  const title = 'Page 9';
  return <h1>{title}</h1>;
}
