import { existsSync } from 'node:fs';
import { missingProgram } from '../support/toolchains/missing-program';
import type { Toolchain } from '../support/toolchains/toolchain';

/** Debian's packages of Java libraries are a Maven repository: no network is needed. */
const REPOSITORY = '/usr/share/maven-repo';
const JUNIT = `${REPOSITORY}/junit/junit/4.x`;

const BUILD = `apply plugin: 'java'

sourceCompatibility = 1.8
targetCompatibility = 1.8

repositories {
    maven { url 'file://${REPOSITORY}' }
}

dependencies {
    testCompile 'junit:junit:4.x'
}
`;

const CART = `package com.acme.cart;

/** A line of a cart; amounts are cents. From ten pieces on there are ten percent off. */
public class CartLine {
    private final int pieces;
    private final long price;

    public CartLine(int pieces, long price) {
        this.pieces = pieces;
        this.price = price;
    }

    public long total() {
        long full = pieces * price;
        return pieces > 10 ? full * 90 / 100 : full;
    }
}
`;

const TESTS = `package com.acme.cart;

import static org.junit.Assert.assertEquals;

import org.junit.Ignore;
import org.junit.Test;

public class CartLineTest {
    @Test
    public void fewPiecesCostTheFullPrice() {
        assertEquals(900, new CartLine(9, 100).total());
    }

    @Test
    public void manyPiecesAreCheaper() {
        assertEquals(1800, new CartLine(20, 100).total());
    }

    @Ignore("no voucher yet")
    @Test
    public void vouchers() {
        throw new AssertionError();
    }
}
`;

const SHOWS = `package com.acme.cart;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class DiscountTest {
    @Test
    public void tenPiecesAreEnough() {
        assertEquals(900, new CartLine(10, 100).total());
    }
}
`;
const COMMAND = 'gradle --no-daemon --console=plain --no-build-cache --continue cleanTest test';
const TEST_FILE = 'src/test/java/com/acme/cart/DiscountTest.java';

/** Debian's Gradle 4.4 with JUnit 4, without a wrapper. The bug: a limit that is one too high. */
export const GRADLE: Toolchain = {
  name: 'Gradle with JUnit 4',
  missing:
    missingProgram({ gradle: 'gradle', javac: 'default-jdk-headless' }) ??
    (existsSync(JUNIT) ? null : `no ${JUNIT} here: apt-get install junit4`),
  files: {
    'build.gradle': BUILD,
    'settings.gradle': "rootProject.name = 'cart'\n",
    '.gitignore': '.gradle/\nbuild/\n',
    'src/main/java/com/acme/cart/CartLine.java': CART,
    'src/test/java/com/acme/cart/CartLineTest.java': TESTS,
  },
  title: 'Wrong total for exactly ten pieces',
  pullRequestTitle: 'Fix wrong total for exactly ten pieces',
  reads: ['src/main/java/com/acme/cart/CartLine.java', 'src/test/java/com/acme/cart/CartLineTest.java'],
  mends: {
    name: 'edit',
    input: {
      path: 'src/main/java/com/acme/cart/CartLine.java',
      old_text: 'pieces > 10',
      new_text: 'pieces >= 10',
    },
  },
  shows: { name: 'write_file', input: { path: TEST_FILE, content: SHOWS } },
  expected: {
    command: COMMAND,
    tests: 3,
    skipped: 1,
    added: 1,
    onBase: COMMAND,
    testsOnBase: 4,
    proof: ['com.acme.cart.DiscountTest.tenPiecesAreEnough'],
    paths: ['src/main/java/com/acme/cart/CartLine.java', TEST_FILE],
  },
};
