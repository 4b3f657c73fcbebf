import React, { useRef } from 'react';

export function Upload({ onFiles, onRestore }) {
  const input = useRef(null);
  return (
    <div role="application" tabIndex={0} onFocus={onRestore} onClick={onRestore}>
      <button type="button" onClick={() => input.current.click()}>
        Choose files
      </button>
      <input hidden ref={input} type="file" onChange={onFiles} />
    </div>
  );
}
