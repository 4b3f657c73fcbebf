export function Page11() {
  const title = 'Page 11';
  return <h1>{title}</h1>;
}
