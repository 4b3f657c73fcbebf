package a;

class Auth {
  boolean check(String givenToken) {
    return expectedToken.equals(givenToken);
  }
}
