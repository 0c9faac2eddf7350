import Core
import Experiments
import Foundation
import Results
import Runs

/// Shows how a run goes: a bar with the time left on a terminal, plain lines elsewhere.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let isQuiet: Bool
  private let scores: [String]
  private let started = Date()
  private var work = ""
  private var fraction = 0.0
  private var lastDrawn = Date.distantPast

  init(quiet: Bool, scores: [String]) {
    isQuiet = quiet
    self.scores = scores
  }

  func show(_ event: RunEvent) {
    guard !isQuiet else { return }
    switch event {
    case .began(let items, let spaces, let work):
      line("\(counted(items, "item")), \(counted(spaces, "space")), \(text(of: work))")
    case .ended: break
    case .working(let work):
      self.work = work
      draw(always: true)
    case .progressed(let fraction):
      self.fraction = fraction
      draw(always: false)
    case .finished(let trial, let seconds, let number, let count):
      let values = scores.prefix(1).compactMap { name in
        trial.scores[name].map { value in
          "\(name) " + (value.isNaN ? "undefined" : value.formatted(.number.precision(.fractionLength(3))))
        }
      }
      let result = ([time(seconds)] + values).joined(separator: ", ")
      if !isTerminal {
        line("[\(number)/\(count)] \(trial.clusterer) on \(trial.space), seed \(trial.seed): \(result)")
      }
    case .mapped(let space, let method, let objective):
      guard !isTerminal else { return }
      let reached = objective.map { "\($0.name) \($0.value.formatted(.number.precision(.fractionLength(3))))" }
      line("\(method) of \(space): \(reached ?? "done")")
    case .estimated(let step, let seconds):
      // Short steps need no line of their own.
      if !isTerminal, seconds >= 1 { line("\(step): \(time(seconds))") }
    case .swept(let sweep, let seconds):
      guard !isTerminal else { return }
      let spaces = sweep.lines.map(\.space).joined(separator: ", ")
      let settings = sweep.lines.first?.points.count ?? 0
      line(
        "sweep of \(sweep.kind.rawValue): \(sweep.clusterer) on \(spaces), \(counted(settings, "value")), "
          + "\(counted(sweep.seeds.count, "seed")): \(time(seconds))")
    }
  }

  /// `40 trials: reused 30 of 40, 10 to cluster`.
  private func text(of work: RunEvent.Work) -> String {
    var parts = work.reused > 0 ? ["reused \(work.reused.grouped) of \(counted(work.trials, "trial"))"] : []
    if work.reused == 0 { parts.append(counted(work.trials, "trial")) }
    if work.gaps > 0 { parts.append(counted(work.gaps, "gap")) }
    if work.scored > 0 { parts.append("\(work.scored.grouped) scored again") }
    if work.modelled > 0 { parts.append("\(work.modelled.grouped) clustered again for their models") }
    if work.stale > 0 { parts.append("removed \(counted(work.stale, "stale trial"))") }
    if let truth = work.formerTruth {
      parts.append("kept the results against \(truth) in \(RunFolder.formerName(of: truth))")
    }
    if !work.unwanted.isEmpty { parts.append("removed, no longer asked for: \(list(work.unwanted))") }
    return parts.joined(separator: ", ")
  }

  /// Says what is going on where no event does.
  func working(on work: String) { show(.working(on: work)) }

  /// Removes the bar.
  func end() {
    if isTerminal, !isQuiet { write("\r\u{1B}[2K") }
  }

  private func draw(always: Bool) {
    guard isTerminal, always || -lastDrawn.timeIntervalSinceNow > 0.1 else { return }
    lastDrawn = Date()
    let width = 24
    let filled = Int((fraction * Double(width)).rounded(.down))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    write("\r\u{1B}[2K\(bar) \(Int(fraction * 100)) %\(timeLeft) \(work)")
  }

  private var timeLeft: String {
    let elapsed = -started.timeIntervalSinceNow
    guard fraction > 0.02, elapsed > 1 else { return "" }
    return ", \(time(elapsed * (1 - fraction) / fraction)) left,"
  }

  private func time(_ seconds: Double) -> String {
    if seconds < 10 { return seconds.formatted(.number.precision(.fractionLength(1))) + " s" }
    let whole = Int(seconds.rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }

  private func line(_ text: String) {
    end()
    Messages.write(text)
  }

  private func write(_ text: String) { Messages.writeBytes(text) }
}
