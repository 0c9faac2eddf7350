/// The words that compare.
enum Comparisons {
  private static let better = Relation(isUp: true, isQuality: true)
  private static let worse = Relation(isUp: false, isQuality: true)
  private static let larger = Relation(isUp: true, isQuality: false)
  private static let smaller = Relation(isUp: false, isQuality: false)

  /// Verbs whose object is what they compare with; `beaten by` turns them round.
  static let transitive: [(Relation, String)] = [
    (
      better,
      """
      outperform, beat, surpass, outdo, outscore, outstrip, overtake, outclass, outrank, eclipse, trump, dominate, defeat, outshine,
      best, improve on, improve upon, improve over, win over, win against, prevail over, score over, edge out, outrun,
      gain over, excel over, pull ahead of, come out ahead of, come ahead of, come out above, finish ahead of, finish above,
      rank ahead of, rank above, stand above, come out on top of, fare better than, do better than, get ahead of, come before,
      precede, edge past, move ahead of, pull away from, remain ahead of, stay ahead of, end up ahead of, score above,
      come off better than, end ahead of, keep ahead of, place ahead of, place above, triumph over, leave behind
      """
    ),
    (
      worse,
      """
      underperform, trail, lag behind, lag, fall behind, lose to, lose against, lose out to, come behind, finish behind, rank behind,
      rank below, come after, come off worse than, trail behind, stay behind, remain behind, succumb to, yield to, score below,
      come out behind, come out below, stand behind, end up behind, do worse than, fare worse than, place behind, place below,
      drop behind, be left behind by, not match
      """
    ),
    (
      larger,
      "exceed, top, lie above, stay above, remain above, sit above, be above, come out higher than, rise above, stand over"
    ),
    (
      smaller,
      """
      fall short of, fall below, lie below, stay below, remain below, sit below, be below, come out lower than, stay short of,
      remain short of, drop below, stand below, come short of, fail to reach, fall under, undershoot
      """
    ),
  ]

  static let verbs: [(Sense, String)] = [
    (
      .change(larger),
      "rise, increase, grow, climb, gain, go up, raise, lift, boost, jump, push, push up, move up, soar, bring up, drive up"
    ),
    (.change(better), "help, benefit, strengthen, enhance, pay off, profit, improve, aid, be worthwhile, ameliorate"),
    (
      .change(smaller),
      """
      drop, fall, decrease, decline, lower, reduce, sink, shrink, plummet, go down, diminish, cut, depress, plunge, slip, pull down,
      drag down, bring down, push down, go back
      """
    ),
    (
      .change(worse),
      "lose, suffer, cost, deteriorate, degrade, harm, hurt, damage, impair, worsen, weaken, hamper, hinder"
    ),
    (.differs, "differ, differ from, diverge"),
    (
      .superlative(Superlative()),
      "lead, win, excel, come first, rank first, come out on top, come off best, come out best, come out first, come out strongest, turn out best, turn out strongest, finish first, place first, be first, be in front, top the list, come top"
    ),
    (
      .superlative(Superlative(isOwn: true)),
      "peak, do best, work best, perform best, fare best, culminate, score best, score highest, be at its best, be strongest, cluster best, perform strongest"
    ),
    (
      .superlative(Superlative(fromBelow: true)),
      "come last, come off worst, come out worst, come out weakest, turn out worst, turn out weakest, be last, rank last, finish last, place last, bring up the rear, come out last, end last, end up last"
    ),
    (
      .superlative(Superlative(fromBelow: true, isOwn: true)),
      "do worst, work worst, perform worst, fare worst, score worst, score lowest, cluster worst"
    ),
    (
      .superlative(Superlative(rank: 2)),
      "come second, be second, take second place, be second only to, be exceeded only by, be surpassed only by, be beaten only by, be outperformed only by, rank second, finish second, place second, come in second"
    ),
    (.superlative(Superlative(rank: 3)), "come third, rank third, finish third, place third"),
    (.equal(isExact: false), "match, resemble, equal roughly, parallel, keep up with, keep pace with, rival"),
    (.equal(isExact: true), "equal, coincide, tie, coincide with, tie with, draw level with, agree exactly"),
  ]

  /// Words that are said of data as well.
  static let sizes: Set<String> = [
    "larger", "greater", "bigger", "smaller", "largest", "greatest", "biggest", "smallest", "maximum", "minimum",
    "maximal", "minimal", "least", "larger than", "smaller than", "greater than",
  ]

  /// The beginnings of words of likeness that are said of data as well.
  static let likenesses = [
    "similar", "comparable", "identical", "same", "the same", "equal ", "equivalent", "different", "exactly the same",
    "nearly the same", "almost the same",
  ]

  static let phrases: [(Sense, String)] = [
    (
      .relation(better, isPivoted: false),
      "better, stronger, superior, preferable, more accurate, more accurately, improvement, more effective, more successful, more successfully, more effectively, more suitable, ahead, in front, in the lead, more competitive, improvements"
    ),
    (
      .relation(worse, isPivoted: false),
      "worse, weaker, inferior, poorer, less accurate, less accurately, more poorly, less effective, less successful, less well, less suitable, less successfully"
    ),
    (.relation(larger, isPivoted: false), "higher, larger, greater, bigger"),
    (.relation(smaller, isPivoted: false), "lower, smaller"),
    (
      .relation(better, isPivoted: true),
      """
      superior to, preferable to, ahead of, edge over, advantage over, lead over, improvement on, improvement over, gain over,
      improvements over, improvements on, a match for, better off than, gains over, edge on, advantage on, the better of, is better by, the upper hand over, upper hand over,
      improves on both, beating, in front of, outperforming, a step up from, the winner over, victorious over
      """
    ),
    (
      .relation(worse, isPivoted: true),
      """
      inferior to, behind, no match for, a step down from, second to, at a disadvantage to, at a disadvantage against,
      at a disadvantage compared with
      """
    ),
    (
      .superlative(Superlative()),
      "best, strongest, top, winner, winning, leader, leading, first place, most accurate, most effective, optimum, optimal, foremost, unsurpassed, unbeaten, best-performing, top-performing, best performing, top performer, best performer, front-runner, on top, number one, most successful, most accurately, unrivalled, unmatched, best of all, favourite, highest-scoring, top-scoring"
    ),
    (.relation(larger, isPivoted: true), "adds, add"),
    (.change(better), "gains from, gain from, gained from, gaining from"),
    (
      .superlative(Superlative(rank: 2)),
      "second only to, exceeded only by, surpassed only by, beaten only by, outperformed only by"
    ),
    (.superlative(Superlative(fromBelow: true, isOwn: true)), "its worst, its lowest, its minimum, its weakest"),
    (
      .superlative(Superlative(isOwn: true)),
      "its best, its highest, its maximum, its peak, its best result, its highest value, its strongest, its optimum"
    ),
    (
      .superlative(Superlative(isQuality: false)),
      "highest, largest, maximum, maximal, greatest, peak, top value, biggest, highest of all, largest of all"
    ),
    (
      .superlative(Superlative(fromBelow: true)),
      "worst, weakest, poorest, loser, bottom, last place, least accurate, least effective, worst-performing, the rear, worst performing, weakest of all, least successful, at the bottom, lowest-scoring"
    ),
    (
      .superlative(Superlative(fromBelow: true, isQuality: false)),
      "lowest, smallest, minimum, minimal, least, lowest of all, smallest of all"
    ),
    (
      .superlative(Superlative(rank: 2)),
      "second best, second-best, runner-up, second place, second strongest, second-strongest, next best, next-best"
    ),
    (
      .superlative(Superlative(rank: 2, isQuality: false)),
      "second highest, second-highest, second largest, second-largest, next highest, next-highest"
    ),
    (.superlative(Superlative(rank: 3)), "third best, third-best, third place"),
    (.superlative(Superlative(rank: 3, isQuality: false)), "third highest, third-highest, third largest"),
    (
      .superlative(Superlative(rank: 2, fromBelow: true)),
      "second worst, second-worst, last but one, second to last, penultimate"
    ),
    (
      .superlative(Superlative(rank: 2, fromBelow: true, isQuality: false)),
      "second lowest, second-lowest, second smallest"
    ),
    (
      .equal(isExact: false),
      "on par with, on a par with, on par, on a par, comparable, comparable to, comparable with, similar, similar to, similarly, level with, close to each other, nearly the same, almost the same, practically the same, practically identical, nearly identical, almost identical, virtually identical, virtually the same, roughly equal, about equal, as good as, as well as each other, equally, equally well, equally good, as high as, practically equal, nearly equal, almost equal, about the same, roughly the same, much the same, neck and neck, practically level, almost level, level, hardly differ, barely differ, differ little, differ hardly, virtually indistinguishable, practically indistinguishable, close together, within a hair of, a tie, indistinguishable, indistinguishable from, statistically indistinguishable, statistically indistinguishable from, statistically tied, statistically equal, statistically equivalent, similarly well, comparably, comparably well, hardly different, nearly equivalent, equivalent, equivalent to, interchangeable, differs little from, differs hardly from, hardly differs from, barely differs from, hardly matters, makes little difference, makes no difference, makes hardly any difference, no different from"
    ),
    (
      .equal(isExact: true),
      "tied, tied with, a dead heat, identical, identical to, the same, exactly the same, exactly equal, equal to, exactly as high, the same as, exactly identical"
    ),
    (
      .differs,
      "different, different from, distinguishable from, distinguishable, told apart, distinguished, be distinguished, be told apart, be distinguished from, be told from, be told apart from, told from, distinguished from, clearly distinguishable"
    ),
    (
      .distance,
      "difference, differences, gap, gaps, margin, distance, discrepancy, advantage, edge, gain, gains, loss, increase, rise, drop, decline, decrease, improvement of, a plus, reduction, jump, increment"
    ),
    (
      .ranking,
      "ranking, order, ordering, rank order, sequence, hierarchy, ranked, ordered, rankings, are ranked, is ranked, order of merit"
    ),
    (
      .next,
      "followed by, then, then by, >, and then, and finally, and lastly, next, next comes, finally, lastly, followed closely by"
    ),
    (
      .others,
      "the other, the other two, the other three, both others, the two others, the three others, the other four, all other, all others, every other, any other, the others, all the others, all the other, the rest, each of the others, all of the others, each other one, the other ones, all remaining, the remaining, any of the others"
    ),
    (.probability, "p"),
  ]
}
