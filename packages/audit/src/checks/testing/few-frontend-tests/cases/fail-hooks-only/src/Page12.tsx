export function Page12() {
  const title = 'Page 12';
  return <h1>{title}</h1>;
}
