export function Page14() {
  const title = 'Page 14';
  return <h1>{title}</h1>;
}
