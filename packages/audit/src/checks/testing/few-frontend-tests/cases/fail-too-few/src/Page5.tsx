export function Page5() {
  const title = 'Page 5';
  return <h1>{title}</h1>;
}
