import DOMPurify from 'dompurify';
import React from 'react';

const STYLE = 'p { color: red }';

export const Html = ({ html }: { html: string }) => {
  const clean = DOMPurify.sanitize(html);
  return (
    <>
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      <div dangerouslySetInnerHTML={{ __html: clean }} />
    </>
  );
};
