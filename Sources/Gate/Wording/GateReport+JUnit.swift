import Report
import Results

extension GateReport {
  /// JUnit's XML, which continuous integration shows as tests: a test case a cell.
  ///
  /// A cell that regressed, is missing or lost its score is a failure; an undecided one too where the policy demands it, else it is skipped, as a
  /// published number is.
  func junitText(_ policy: GatePolicy) -> String {
    let cases =
      cells.map { testCase($0, policy) } + undefined.map { undefinedCase($0, policy) }
      + missing.map { missingCase($0, policy) }
    let failures = cases.count { $0.contains("<failure") }
    let skipped = cases.count { $0.contains("<skipped") }
    let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
    let name = Self.escaped("\(run)\(folder.map { " in \($0)" } ?? "") against the baseline \(baseline)")
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="fusebench" \(counts)>
        <testsuite name="\(name)" \(counts)>
      \(cases.joined())  </testsuite>
      </testsuites>

      """
  }

  private func testCase(_ cell: Cell, _ policy: GatePolicy) -> String {
    let sentence = Self.escaped(sentence(cell))
    let wayOut = wayOut(cell).map { Self.escaped($0) }
    let result: String =
      switch cell.verdict {
      case .regressed: Self.failure("regressed", sentence, sensitivity.map(Self.escaped) ?? "")
      case .undecided where policy.failsOnUndecided: Self.failure("undecided", sentence, wayOut ?? "")
      case .undecided: "<skipped message=\"undecided: \(wayOut ?? sentence)\"/>"
      case .reference: "<skipped message=\"a published number, not judged: \(sentence)\"/>"
      case .unchanged, .improved: "<system-out>\(cell.verdict.rawValue): \(sentence)</system-out>"
      }
    return Self.testCase(cell.score, cell.place, result)
  }

  private func undefinedCase(_ cell: Undefined, _ policy: GatePolicy) -> String {
    let sentence = Self.escaped(cell.sentence)
    let isFailure = cell.isLost && !policy.allowsMissing
    return Self.testCase(
      cell.score, cell.place,
      isFailure ? Self.failure("undefined", sentence, "") : "<skipped message=\"not compared: \(sentence)\"/>")
  }

  private func missingCase(_ place: Place, _ policy: GatePolicy) -> String {
    let message = "in the baseline, not in the run"
    return Self.testCase(
      scores.joined(separator: ", "), place,
      policy.allowsMissing ? "<skipped message=\"\(message)\"/>" : Self.failure("missing", message, ""))
  }

  /// The texts are escaped.
  private static func failure(_ type: String, _ message: String, _ text: String) -> String {
    "<failure type=\"\(type)\" message=\"\(type): \(message)\">\(text)</failure>"
  }

  private static func testCase(_ score: String, _ place: Place, _ result: String) -> String {
    let names = "classname=\"\(escaped("fusebench.\(score).\(place.clusterer)"))\" name=\"\(escaped(place.text))\""
    return "    <testcase \(names) time=\"0\">\n      \(result)\n    </testcase>\n"
  }

  /// Text for an element or an attribute; what XML cannot hold becomes the replacement character.
  static func escaped(_ text: String) -> String {
    PageText.escaped(
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: " "
            case 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: scalar
            default: "\u{FFFD}"
            }
          })))
  }
}
