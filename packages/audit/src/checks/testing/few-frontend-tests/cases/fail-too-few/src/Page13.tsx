export function Page13() {
  const title = 'Page 13';
  return <h1>{title}</h1>;
}
