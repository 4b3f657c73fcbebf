export function Page19() {
  const title = 'Page 19';
  return <h1>{title}</h1>;
}
