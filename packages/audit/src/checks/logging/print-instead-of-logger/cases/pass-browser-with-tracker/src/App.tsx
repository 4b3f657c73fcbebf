import React from 'react';

export const App = () => <p onClick={() => console.warn('x')}>a</p>;
