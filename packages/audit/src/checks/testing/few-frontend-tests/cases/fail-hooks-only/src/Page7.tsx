export function Page7() {
  const title = 'Page 7';
  return <h1>{title}</h1>;
}
