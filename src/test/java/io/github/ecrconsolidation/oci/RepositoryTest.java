package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepositoryTest {

  @Test
  void comesByAgeAndThenByName() {
    var oldest = repository("z/z", 1);
    var first = repository("a/a", 2);
    var second = repository("a/b", 2);

    assertThat(Stream.of(second, first, oldest).sorted(Repository.OLDEST_FIRST))
        .containsExactly(oldest, first, second);
  }

  @Test
  void namesTheKeyOfItsEncryptionIfItHasOne() {
    assertThat(new Encryption("AES256", "")).hasToString("AES256");
    assertThat(new Encryption("KMS", "arn:key")).hasToString("KMS arn:key");
  }

  private static Repository repository(String name, int created) {
    return new Repository(
        new RepositoryName(name),
        Instant.ofEpochSecond(created),
        new TagMutability(Mode.MUTABLE, List.of()),
        new Encryption("AES256", ""),
        false);
  }
}
