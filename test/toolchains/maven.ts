import type { ScriptedToolCall } from '@anton/simulation';
import type { Files, Toolchain } from '../support/toolchains/toolchain';
import { mirrorFiles } from '../support/toolchains/maven-repository';

const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.acme</groupId>
  <artifactId>payments</artifactId>
  <version>1.0.0</version>
  <properties>
    <maven.compiler.release>11</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>5.14.4</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build>
    <pluginManagement>
      <plugins>
        <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
        <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
        <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.6</version></plugin>
      </plugins>
    </pluginManagement>
  </build>
</project>
`;

const MAIN = 'src/main/java/com/acme/pay';
const TEST = 'src/test/java/com/acme/pay/PaymentServiceTest.java';

const CUSTOMER = `package com.acme.pay;

public class Customer {
    private final String email;
    private final int discountPercent;

    public Customer(String email, int discountPercent) {
        this.email = email;
        this.discountPercent = discountPercent;
    }

    public String getEmail() {
        return email;
    }

    public int getDiscountPercent() {
        return discountPercent;
    }
}
`;

const INVOICE = `package com.acme.pay;

/** An invoice; its amount is in cents. The customer is null once the account was deleted. */
public class Invoice {
    private final String number;
    private final Customer customer;
    private final long cents;

    public Invoice(String number, Customer customer, long cents) {
        this.number = number;
        this.customer = customer;
        this.cents = cents;
    }

    public String getNumber() {
        return number;
    }

    public Customer getCustomer() {
        return customer;
    }

    public long getCents() {
        return cents;
    }
}
`;

const SERVICE = `package com.acme.pay;

/** Charges invoices. */
public class PaymentService {

    /** The cents that the invoice's customer pays, after the discount. */
    public long charge(Invoice invoice) {
        Customer customer = invoice.getCustomer();
        return invoice.getCents() * (100 - customer.getDiscountPercent()) / 100;
    }
}
`;

const TESTS = `package com.acme.pay;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentServiceTest {
    private final PaymentService service = new PaymentService();

    @ParameterizedTest
    @CsvSource({"0, 5000", "10, 4500"})
    void takesTheDiscount(int percent, long cents) {
        assertEquals(cents, service.charge(new Invoice("R-1", new Customer("a@example.com", percent), 5000)));
    }

    @Nested
    class OfNothing {
        @Test
        void costsNothing() {
            assertEquals(0, service.charge(new Invoice("R-2", new Customer("a@example.com", 10), 0)));
        }
    }

    @Disabled("no vouchers yet")
    @Test
    void vouchers() {
        throw new AssertionError();
    }
}
`;

/** The repository of the founding story without what says where its dependencies come from. */
export const PAYMENTS: Files = {
  'pom.xml': POM,
  '.gitignore': 'target/\n',
  [`${MAIN}/Customer.java`]: CUSTOMER,
  [`${MAIN}/Invoice.java`]: INVOICE,
  [`${MAIN}/PaymentService.java`]: SERVICE,
  [TEST]: TESTS,
};

const brings = (test: string): ScriptedToolCall => ({
  name: 'edit',
  input: {
    path: TEST,
    old_text: '    @Disabled("no vouchers yet")\n',
    new_text: `${test}\n    @Disabled("no vouchers yet")\n`,
  },
});

const SHOWS = `    @Test
    void refusesAnInvoiceWithoutCustomer() {
        Invoice invoice = new Invoice("R-3", null, 5000);
        Exception refused = assertThrows(IllegalArgumentException.class, () -> service.charge(invoice));
        assertEquals("invoice R-3 has no customer", refused.getMessage());
    }
`;
const MISSES = `    @Test
    void takesAllOfIt() {
        assertEquals(0, service.charge(new Invoice("R-3", new Customer("a@example.com", 100), 5000)));
    }
`;
const COMMAND = 'mvn -B -ntp -fae test';

/** Maven with JUnit 5: nested, parametrised and disabled tests. The bug: a customer who is null. */
export function maven(mirror: string, missing: string | null): Toolchain {
  return {
    name: 'Maven with JUnit 5',
    missing,
    files: { ...PAYMENTS, ...mirrorFiles(mirror) },
    title: 'NullPointerException in PaymentService.java',
    pullRequestTitle: 'Fix NPE in PaymentService',
    reads: [`${MAIN}/PaymentService.java`, `${MAIN}/Invoice.java`, TEST],
    mends: {
      name: 'edit',
      input: {
        path: `${MAIN}/PaymentService.java`,
        old_text: '        Customer customer = invoice.getCustomer();\n',
        new_text: `        Customer customer = invoice.getCustomer();
        if (customer == null) {
            throw new IllegalArgumentException("invoice " + invoice.getNumber() + " has no customer");
        }
`,
      },
    },
    shows: brings(SHOWS),
    misses: brings(MISSES),
    route: { template: 'java-backend', egress: ['maven.example.com'] },
    expected: {
      command: COMMAND,
      tests: 4,
      skipped: 1,
      added: 1,
      onBase: `${COMMAND} -Dtest=PaymentServiceTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false`,
      testsOnBase: 5,
      proof: ['com.acme.pay.PaymentServiceTest.refusesAnInvoiceWithoutCustomer'],
      paths: [`${MAIN}/PaymentService.java`, TEST],
    },
  };
}
