package a;

class Jobs {
  void run() {
    try {
      repository.save(order);
    } catch (Exception e) {
    }
    try {
      Integer.parseInt(text);
    } catch (NumberFormatException e) {
    }
  }
}
