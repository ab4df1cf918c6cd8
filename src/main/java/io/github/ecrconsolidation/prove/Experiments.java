package io.github.ecrconsolidation.prove;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All experiments, in the order in which they are made. */
final class Experiments {
  private Experiments() {}

  /** Those that need the registry only. */
  static List<Experiment> ofRegistry() {
    var outlivesImage = new LayerOutlivesImage();
    var outlivesRepository = new LayerOutlivesRepository();
    var layers =
        Stream.of(
            new MountGranted(),
            new LayerAvailability(),
            new UnreferencedLayerAvailability(),
            new MissingLayer(),
            outlivesImage,
            new LayerLater(LayerOutlivesImage.IMAGE, outlivesImage.assumption()),
            outlivesRepository,
            new LayerLater(LayerOutlivesRepository.IMAGE, outlivesRepository.assumption()),
            new PairDeletion(),
            new IndexChild(),
            new ReferrerOutlivesSubject(ReferrerOutlivesSubject.Look.AT_ONCE),
            new ReferrerOutlivesSubject(ReferrerOutlivesSubject.Look.LATER));
    var describes = Arrays.stream(DescribeWithFilter.Status.values()).map(DescribeWithFilter::new);
    var tags = Arrays.stream(PutExistingTag.Case.values()).map(PutExistingTag::new);
    var pulls = Arrays.stream(PullTime.Request.values()).map(PullTime::new);
    return Stream.of(layers, describes, tags, pulls).<Experiment>flatMap(it -> it).toList();
  }

  /** Those that need a rule and a queue too. */
  static List<Experiment> ofEvents() {
    return Arrays.stream(PushEvent.Push.values()).<Experiment>map(PushEvent::new).toList();
  }

  /** All of them. */
  static List<Experiment> all() {
    return Stream.concat(ofRegistry().stream(), ofEvents().stream()).toList();
  }
}
