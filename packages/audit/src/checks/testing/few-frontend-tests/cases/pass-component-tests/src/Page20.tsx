export function Page20() {
  const title = 'Page 20';
  return <h1>{title}</h1>;
}
