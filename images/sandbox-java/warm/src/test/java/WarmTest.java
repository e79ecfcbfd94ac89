import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmTest {
  @Test
  void runs() {
    assertEquals(1, Warm.one());
  }
}
