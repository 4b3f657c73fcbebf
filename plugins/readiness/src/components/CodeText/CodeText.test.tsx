import { render } from '@testing-library/react';
import { CodeText } from './CodeText';

describe('CodeText', () => {
  it('shows code between backticks as code and everything else as text', () => {
    const { container } = render(
      <CodeText text="Set `USER app`, not <b>root</b>, and `x" />,
    );
    expect(container).toHaveTextContent(
      'Set USER app, not <b>root</b>, and `x',
    );
    expect(container.querySelector('code')).toHaveTextContent('USER app');
    expect(container.querySelector('b')).toBeNull();
  });
});
