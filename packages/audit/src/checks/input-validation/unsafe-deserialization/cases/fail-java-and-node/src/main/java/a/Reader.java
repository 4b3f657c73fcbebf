package a;

import java.io.ObjectInputStream;
import javax.xml.parsers.DocumentBuilderFactory;

class Reader {
  Object read(InputStream body) {
    return new ObjectInputStream(body).readObject();
  }

  Object xml() {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder();
  }
}
