package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com, 123456789012/eu-west-1",
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com, 123456789012/us-gov-west-1",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, 123456789012/cn-north-1",
    "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu, 123456789012/eusc-de-east-1",
    "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu, 123456789012/eusc-de-east-1",
    "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov, 123456789012/us-isob-east-1",
    "${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com, ?/eu-west-1",
    "123456789012.dkr.ecr.${var.region}.amazonaws.com, 123456789012/?",
    "registry.example.com:5000, ?/?",
  })
  void saysAccountAndRegionAsFarAsTheHostDoes(String host, String expected) {
    assertThat(RegistryHost.of(host)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr-ecr.eu-west-1.on.aws",
        "123456789012.dkr-ecr-fips.us-gov-east-1.on.aws",
        "123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu",
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr-ecr.us-iso-east-1.on.aws.ic.gov",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
        "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
      })
  void knowsTheHostsOfEveryPartition(String host) {
    assertThat(host).matches(RegistryHost.LITERAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${ACCOUNT}.dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "<account>.dkr-ecr.{{ region }}.on.amazonwebservices.eu",
        "my-account.dkr.ecr.eu-west-1.amazonaws.com",
        "xxxxxxxxxxxx.dkr.ecr.eu-west-1.amazonaws.com",
        "{}.dkr.ecr.{}.amazonaws.com",
        ".dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr.$REGION.amazonaws.com",
      })
  void knowsAHostOfWhichAPartIsFilledInElsewhere(String host) {
    assertThat(host).matches(RegistryHost.TEMPLATED).doesNotMatch(RegistryHost.LITERAL);
  }
}
