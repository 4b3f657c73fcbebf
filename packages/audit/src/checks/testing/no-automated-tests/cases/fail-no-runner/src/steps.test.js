it('adds', () => {
  expect(step1(1)).toBe(2);
});
