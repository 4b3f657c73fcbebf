it('works', () => {
  expect(true).toBe(true);
});
