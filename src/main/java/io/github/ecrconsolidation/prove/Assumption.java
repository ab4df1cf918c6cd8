package io.github.ecrconsolidation.prove;

import java.util.List;

/**
 * What is assumed of ECR although no document says it.
 *
 * @param name of the experiment, as it is printed
 * @param expectation what ECR does if it holds
 * @param consequence what it means for the product if it does not
 * @param need whether the product relies on it
 * @param reliedOnBy simple names of the classes that are written for it
 */
public record Assumption(
    String name, String expectation, String consequence, Need need, List<String> reliedOnBy) {

  /** How much depends on it. */
  public enum Need {
    /** The product does not keep a promise if it does not hold. */
    REQUIRED,
    /** The product is written for both readings; which one holds is good to know. */
    INFORMATIVE
  }

  public Assumption {
    reliedOnBy = List.copyOf(reliedOnBy);
  }

  static Assumption required(
      String name, String expectation, String consequence, String... reliedOnBy) {
    return new Assumption(name, expectation, consequence, Need.REQUIRED, List.of(reliedOnBy));
  }

  static Assumption informative(
      String name, String expectation, String consequence, String... reliedOnBy) {
    return new Assumption(name, expectation, consequence, Need.INFORMATIVE, List.of(reliedOnBy));
  }

  /** Whether the product relies on it. */
  public boolean isRequired() {
    return need == Need.REQUIRED;
  }
}
