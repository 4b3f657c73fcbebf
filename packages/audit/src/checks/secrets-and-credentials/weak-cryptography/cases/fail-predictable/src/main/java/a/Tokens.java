package a;

import java.util.Random;

class Tokens {
  private final Random random = new Random();

  String generateToken() {
    return Long.toHexString(random.nextLong());
  }
}
