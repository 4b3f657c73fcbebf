class ATest {
  @Test
  void adds() {
    assertEquals(2, new A().step1(1));
  }
}
