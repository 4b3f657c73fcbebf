export function RichText({ html }: { html: string }) {
  return (
    <div className="rich-text" dangerouslySetInnerHTML={{ __html: html }} />
  );
}
