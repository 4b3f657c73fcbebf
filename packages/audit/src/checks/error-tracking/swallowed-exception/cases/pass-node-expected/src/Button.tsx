import React from 'react';
export const Button = () => {
  try {
    go();
  } catch {}
  return <a />;
};
