export function Page15() {
  const title = 'Page 15';
  return <h1>{title}</h1>;
}
