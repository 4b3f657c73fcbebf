export function Page6() {
  const title = 'Page 6';
  return <h1>{title}</h1>;
}
