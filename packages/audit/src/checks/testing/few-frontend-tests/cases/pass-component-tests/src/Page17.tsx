export function Page17() {
  const title = 'Page 17';
  return <h1>{title}</h1>;
}
