export const x = <p dangerouslySetInnerHTML={{ __html: y }} />;
