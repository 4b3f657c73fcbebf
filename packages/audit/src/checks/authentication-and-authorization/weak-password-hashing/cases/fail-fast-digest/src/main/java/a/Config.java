package a;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class Config {
  PasswordEncoder encoder() {
    return new BCryptPasswordEncoder(6);
  }
}
