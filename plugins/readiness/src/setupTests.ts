import '@testing-library/jest-dom';
import { configure } from '@testing-library/dom';

// On a busy machine a menu or a table takes longer than the usual second to appear.
configure({ asyncUtilTimeout: 10_000 });

// For each role it looks for, the testing library asks for the computed style of every element, and jsdom then walks
// all rules of all style sheets: seconds a query with the design system's. No test looks at styles of sheets.
window.getComputedStyle = element =>
  (element as HTMLElement).style ?? new CSSStyleDeclaration();
