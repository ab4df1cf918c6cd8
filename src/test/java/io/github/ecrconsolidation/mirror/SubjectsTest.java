package io.github.ecrconsolidation.mirror;

import static io.github.ecrconsolidation.mirror.MemoryRegistry.CONSOLIDATED;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.LEGACY;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.NOON;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.about;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.digest;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.image;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private final MemoryRegistry registry = new MemoryRegistry();
  private final Image young = image("image", 0, "v1");
  private final Image old = image("image", -1, "v1");
  private final Image signature = about(young, image("signature", 0));

  @Test
  void aYoungSubjectThatIsNotThereIsToBeBrought() {
    registry.hold(LEGACY, young);

    assertThat(subjects().isToBring(young.digest())).isTrue();
    assertThat(subjects().havePlaceFor(signature)).isTrue();
  }

  @Test
  void anOldSubjectThatIsNotThereWasRemovedOnPurpose() {
    registry.hold(LEGACY, old);

    assertThat(subjects().isToBring(old.digest())).isFalse();
    assertThat(subjects().havePlaceFor(signature)).isFalse();
  }

  @Test
  void aSubjectThatIsThereHasAPlaceButIsNotBrought() {
    registry.hold(LEGACY, young).hold(CONSOLIDATED, young);

    assertThat(subjects().isToBring(young.digest())).isFalse();
    assertThat(subjects().havePlaceFor(signature)).isTrue();
  }

  @Test
  void aSubjectInTheArchiveThereIsNoPlace() {
    registry.hold(LEGACY, young).hold(CONSOLIDATED, in(Status.ARCHIVED, young));

    assertThat(subjects().isToBring(young.digest())).isFalse();
    assertThat(subjects().havePlaceFor(signature)).isFalse();
  }

  @Test
  void aSubjectThatIsNowhereIsNoPlace() {
    assertThat(subjects().isToBring(digest("image"))).isFalse();
    assertThat(subjects().havePlaceFor(signature)).isFalse();
  }

  @Test
  void aChainHasAPlaceIfItsLastSubjectHas() {
    var statement = about(signature, image("statement", 0));
    registry.hold(LEGACY, signature);

    assertThat(subjects().havePlaceFor(statement)).isFalse();
    registry.hold(CONSOLIDATED, young);
    assertThat(subjects().havePlaceFor(statement)).isTrue();
  }

  @Test
  void aBackfillBringsHoweverOldASubject() {
    registry.hold(LEGACY, old);

    assertThat(subjects(Instant.MIN).havePlaceFor(signature)).isTrue();
  }

  @Test
  void looksEachSubjectUpOnce() {
    registry.hold(LEGACY, young);
    var subjects = subjects();

    subjects.havePlaceFor(signature);
    subjects.isToBring(young.digest());

    // In the consolidated repository, then in the legacy one.
    assertThat(registry.lookups).containsExactly(young.digest(), young.digest());
  }

  private Subjects subjects() {
    return subjects(NOON);
  }

  private Subjects subjects(Instant youngSince) {
    return new Subjects(registry, registry, CONSOLIDATED, LEGACY, youngSince);
  }
}
