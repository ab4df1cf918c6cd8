package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.events.MirrorRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last pushes that this environment was told of. No more than a hint that an event is a
 * repetition: other environments have been told of others.
 */
final class RecentPushes {
  static final int MOST = 1000;

  private final Map<MirrorRequest, Boolean> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MirrorRequest, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Adds {@code push}; whether it was not known before. */
  synchronized boolean add(MirrorRequest push) {
    return told.put(push, true) == null;
  }
}
