/// The phrases that a claim about a table may be made of, with their meanings. What is in no list is unknown, and leaves its
/// sentence unchecked.
enum Lexicon {
  /// By phrase, in small letters, with a space between words.
  static let phrases: [String: Sense] = {
    var phrases: [String: Sense] = [:]
    func add(_ sense: Sense, _ list: [String]) { for phrase in list { phrases[phrase] = sense } }
    add(.filler, Fillers.all)
    for (sense, list) in nouns + joints + measures + quantities { add(sense, split(list)) }
    for (sense, verbs) in Comparisons.verbs { add(sense, split(verbs).flatMap(Inflection.forms)) }
    for (sense, verbs) in Comparisons.transitive {
      for verb in split(verbs) {
        add(.relation(sense, isPivoted: true), Inflection.forms(of: verb))
        let passive = Relation(isUp: !sense.isUp, isQuality: sense.isQuality)
        add(.relation(passive, isPivoted: true), Inflection.participles(of: verb).map { $0 + " by" })
      }
    }
    for (sense, list) in Comparisons.phrases { add(sense, split(list)) }
    return phrases
  }()

  static func split(_ list: String) -> [String] {
    list.split(whereSeparator: { $0 == "," || $0 == "\n" }).map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }
  }

  private static let nouns: [(Sense, String)] = [
    (
      .fused,
      """
      fusion, fused, fusing, fuse, fuses, fusions, joint, jointly, combined, combining, combine, combines, multimodal, multi-modal,
      bimodal, merged, merging, hybrid, fusion method, fusion methods, fusion strategy, fusion strategies, fusion scheme,
      fusion schemes, fused representation, fused representations, fusion variant, fusion variants, joint representation,
      joint representations, multimodal fusion, feature fusion, fused feature, integrating, integration, merger, added, together, in combination, taken together, used together, put together, mixing, unified,
      form of fusion, forms of fusion, kind of fusion, way of fusing, ways of fusing, fusion technique, fusion techniques,
      fused spaces, fused space, fused variants, fused features, combined features, combined representation,
      combined representations, joint features, joint space, joint spaces, multimodal features, multimodal representations
      """
    ),
    (
      .parts,
      """
      either alone, either of them, either of them alone, either one, either of the two, each of its parts, either of its parts, either of the parts, either on its own, either by itself, either taken alone, each on its own, each by itself, both on their own, either of them on its own, either of them by itself, either of the two alone, either part alone, either one on its own, either one by itself, each part alone, either taken by itself, either one alone, each alone, both alone, modality alone, single modality, single modalities, unimodal,
      unimodal features, single-modality, individual modalities, individual modality, individual parts, its parts, their parts,
      parts, part, modality, modalities, its own parts, single features, unimodal representation, unimodal representations,
      unimodal spaces, unimodal space, unimodal baselines, unimodal baseline, uni-modal, unfused features, unfused spaces,
      single feature set, single feature sets, individual feature sets, feature set, feature sets, one modality, component features,
      constituents, its constituents, ingredients, its ingredients, its inputs, inputs, either input, their inputs, components alone,
      modalities alone, one part, individual features, separate modalities, separate features, one modality alone
      """
    ),
    (
      .bestPart,
      """
      best single modality, better of its parts, the better of the two, the better of its parts, the better of the two parts, the better of the two modalities, better single modality, best single feature set, best part, better part,
      better modality, stronger modality, strongest modality, stronger part, best of its parts, best unimodal features,
      best unimodal representation, its best part, best individual modality, better of the two parts, better of the two modalities,
      better of the two, stronger of the two, best single space, stronger of its parts, its stronger part, its better part,
      best modality, stronger single modality, strongest single modality, best single features, better individual modality,
      strongest part, its best constituent, best unimodal space, better input, best input, the better one of the two
      """
    ),
    (
      .noun(.clusterers),
      """
      clusterer, clusterers, algorithm, algorithms, clustering algorithm, clustering algorithms, clustering method,
      clustering methods, clustering procedure, clustering procedures, way of clustering
      """
    ),
    (
      .noun(.spaces),
      """
      space, spaces, feature space, feature spaces, representation, representations, kind of features, kinds of features,
      type of features, types of features, feature type, feature types, set of features, sets of features, inputs,
      feature representation, feature representations, embedding space, embedding spaces
      """
    ),
    (
      .noun(.scores),
      "performance, performances, quality, clustering quality, clustering performance, cluster quality, score, scores, metric, metrics, measure, measures, criterion, criteria, index, indices, evaluation measure, evaluation measures, evaluation metrics, quality measures, kind of score"
    ),
    (
      .noun(.methods),
      """
      method, methods, configuration, configurations, combination, combinations, pipeline, pipelines, approach, approaches, cell,
      cells, entry, entries, variant, variants, setup, setups, pairing, pairings, option, options, candidate, candidates, system,
      systems, results, result, value, values, number, numbers, figures
      """
    ),
    (
      .noun(.cases),
      "case, cases, comparison, comparisons, setting, settings, condition, conditions, situation, situations, instance, instances, respect, row, rows, column, columns"
    ),
  ]

  private static let joints: [(Sense, String)] = [
    (.than, "than"),
    (
      .versus,
      "versus, vs, vs., against, compared with, compared to, in comparison with, in comparison to, relative to, as opposed to, in contrast to, as compared with, as compared to, when compared with, when compared to, as against, measured against, set against"
    ),
    (.from, "from"), (.to, "to, up to, down to"), (.by, "by"),
    (.and, "and, plus, as well as, &, and also, along with, together with"), (.or, "or, nor"), (.comma, "\u{201A}"),
    (.boundary, "while, whereas, but, although, though, yet, even though, and yet, whilst"),
    (.between, "between"), (.condition, "when, once, as soon as"),
    (
      .preposition(.with),
      "with, under, for, using, via, through, employing, by means of, given, paired with, coupled with, clustered by, clustered with, clustered using, in the case of, as for, when using, when clustering with, with the help of, clustering by, clustering with, partitioned by, grouped by"
    ),
    (
      .preposition(.on),
      "on, of, in, over, at, across, within, among, amongst, throughout, upon, into, inside, on top of, applied to, run on, fitted on, fitted to, trained on, based on, out of, when applied to"
    ),
    (.relative, "which, that, whose, who"), (.performs, "performs, perform, performed, performing"),
    (
      .insignificant,
      "insignificant, insignificantly, non-significant, nonsignificant, not significant, not significantly, not statistically significant"
    ),
    (.spans, "range, ranges, ranged, ranging, vary, varies, varied, varying, span, spans, spanning"),
    (.times, "times, times as high as, times as large as, times that of, times as much as, times those of"),
    (.unknown, "not clear, unclear, is not clear, not known, not obvious, are not clear, no surprise"),
    (
      .not,
      "not, n't, never, cannot, can not, does not, do not, did not, is not, are not, was not, were not, has not, doesn't, don't, didn't, isn't, aren't, wasn't, weren't, fails to, fail to, failed to, no longer, by no means, hardly ever, in no way, is unable to, are unable to, fell short of being, far from, at no point, nowhere, at no time, on no account, under no circumstances"
    ),
    (.only, "only, just, merely, solely, exclusively"),
    (
      .except,
      "except, except for, except on, except with, except under, apart from, with the exception of, other than, save, save for, but for, excepting, bar, barring, with one exception:, the exception being, everywhere but, everywhere except, everywhere else than, all but, everywhere but on, everywhere except on, excluding, aside from"
    ),
    (.respectively, "respectively, in that order, in this order"), (.both, "both, the two"), (.either, "either"),
    (.neither, "neither"),
    (
      .replaces(isPassive: false),
      "replace, replaces, replacing, replaced, take the place of, takes the place of, substitute for, are substituted for, is substituted for, are used instead of, is used instead of, are used in place of, is used in place of, succeed"
    ),
    (
      .replaces(isPassive: true),
      "are replaced by, is replaced by, are replaced with, is replaced with, give way to, gives way to, were replaced by, are exchanged for, are swapped for, is exchanged for, give place to, make way for, makes way for"
    ),
    (.instead, "instead of, rather than, in place of, in lieu of, not but"),
    (
      .switching,
      "switching, moving, going, changing, passing, a switch, a move, the step, the change, the move, the switch, turning, stepping, the transition, the jump, shifting"
    ),
    (
      .adding,
      "adding, addition of, the addition of, the inclusion of, including, inclusion of, appending, supplementing, enriching, augmenting, complementing, extending"
    ),
    (
      .reach,
      "reach, reaches, reached, reaching, attain, attains, attained, achieve, achieves, achieved, arrive at, arrives at, get to, gets to, come to, comes to, hit, hits, make it to"
    ),
  ]

  private static let measures: [(Sense, String)] = [
    (.agreement, "agreement, concordance"), (.band(.poor), "poor"), (.band(.fair), "fair"),
    (.band(.moderate), "moderate"), (.band(.substantial), "substantial"),
    (.band(.almostPerfect), "almost perfect, near-perfect, nearly perfect, almost-perfect, near perfect"),
    (
      .significant,
      """
      significant, significantly, statistically significant, statistically significantly, statistically, significance,
      reliably, statistical significance, reach significance, reaches significance, reliable
      """
    ),
    (
      .deviation, "standard deviation, standard deviations, sd, s.d., std, deviation, spread, stdev, standard-deviation"
    ),
    (
      .degree(isSmall: true),
      """
      slight, slightly, marginal, marginally, narrow, narrowly, minimal, minimally, barely, a little, a bit, a hair, by a hair,
      by a narrow margin, by a small margin, by a slight margin, a touch, a shade, fractionally, hardly, by a whisker,
      by a hair's breadth, a trifle, minor, tiny, small, by very little, by little, a fraction, by a slim margin, slim, scarcely,
      hair's breadth, a small margin, a narrow margin, by the smallest of margins, by a thin margin, ever so slightly, negligible,
      negligibly
      """
    ),
    (
      .degree(isSmall: false),
      """
      clearly, clear, considerably, considerable, markedly, marked, substantially, far, by far, much, vastly, by a wide margin,
      by a large margin, by a clear margin, strongly, greatly, notably, dramatically, dramatic, sharply, sharp, distinctly, large,
      big, well, decisively, considerable margin, by a considerable margin, by a substantial margin, wide, a lot, far and away,
      easily, comfortably, hugely, massively, noticeably, noticeable, by a comfortable margin, by a long way, way, heavily, steeply,
      huge, strong, pronounced, appreciably, appreciable, drastically, drastic, by a big margin, handsomely
      """
    ),
    (
      .bound(.above), "above, more than, over, greater than, larger than, higher than, beyond, in excess of, upwards of"
    ),
    (.bound(.below), "below, less than, under, smaller than, lower than, beneath, short of, fewer than"),
    (
      .bound(.atLeast),
      "at least, no less than, not less than, not below, no lower than, at worst, a minimum of, or more, or higher"
    ),
    (
      .bound(.atMost),
      "at most, no more than, not more than, not above, no higher than, up to, at best, a maximum of, or less, or lower, or below"
    ),
    (
      .bound(.about),
      "about, around, approximately, roughly, nearly, almost, some, close to, circa, ca., ca, ≈, ~, just over, just under, just above, just below, nearly about, practically, virtually, well over"
    ),
    (
      .factor(.twice),
      "twice, double, doubles, doubled, doubling, two times, a factor of two, by a factor of two, twofold, two-fold"
    ),
    (
      .factor(.nearlyTwice),
      "nearly doubles, almost doubles, nearly twice, almost twice, nearly double, almost double, nearly doubled, almost doubled, close to double, close to twice, practically doubles, all but doubles, close to doubling, nearly doubling, almost doubling, virtually doubles, just under twice, about doubles, roughly doubles, about twice, roughly twice, approximately doubles, approximately twice, roughly double, about double"
    ),
    (
      .factor(.moreThanTwice),
      "more than doubles, more than twice, over twice, more than double, more than doubled, well over twice, more than doubling"
    ),
    (
      .factor(.oneAndAHalf),
      "one and a half times, one-and-a-half times, half as much again, half again, half as high again, by half, by a half, about one and a half times, roughly one and a half times, about half as high again, half as large again"
    ),
    (.factor(.half), "half, halves, halved, halving, half of, half as, only half, about half, roughly half"),
    (.factor(.thrice), "three times, triples, tripled, triple, threefold, tripling"),
  ]

  private static let quantities: [(Sense, String)] = [
    (
      .quantity(.all),
      """
      all, every, each, every single, each and every, any, whichever, whatever, all of, each of, no matter which, no matter the,
      no matter what, regardless of, irrespective of, independent of, independently of, regardless of which, irrespective of which,
      whatever the, no matter with which, no matter on which, for whichever, both of, across all, every one of, regardless of the
      """
    ),
    (
      .quantity(.most),
      """
      most, most of, the majority of, a majority of, majority of, more than half of, more than half, more often than not, the bulk of,
      over half of, predominantly most of, the greater part of, the larger part of
      """
    ),
    (
      .quantity(.some),
      "at least one of, at least one, some of, one of, in part, some, sometimes one of, a few of, several of, not none of"
    ),
    (
      .quantity(.none),
      "none, none of, no, no single, not one of, not a single, not one, not any, not any of, no one, nothing"
    ),
    (
      .quantity(.most),
      "mostly, usually, generally, as a rule, for the most part, predominantly, in the main, largely, typically"
    ),
    (
      .quantity(.notAll),
      negated
        + ", not all, not every, not all of, not with every, not on every, not for every, not in every, not under every, not in all, not for all, not on all, not each"
    ),
    (.quantity(.half), "half the, one half of, exactly half of, exactly half the, half of the"),
    (
      .quantity(.allBut(1)),
      "all but one, all but one of, every one but one of, all except one, all except one of, with one exception, with a single exception, but one, all save one, all save one of"
    ),
    (.quantity(.allBut(2)), "all but two, all but two of"),
    (.count(1), "one"), (.count(2), "two"), (.count(3), "three"), (.count(4), "four"), (.count(5), "five"),
    (.count(6), "six"), (.count(7), "seven"), (.count(8), "eight"), (.count(9), "nine"), (.count(10), "ten"),
    (.count(20), "twenty"),
    (.count(12), "twelve"), (.count(16), "sixteen"), (.count(15), "fifteen"),
  ]

  /// `does not always` and its like.
  private static let negated: String = [
    "not", "does not", "do not", "did not", "is not", "are not", "was not", "were not",
  ].flatMap { start in
    [
      "always", "everywhere", "consistently", "in every case", "in all cases", "uniformly", "throughout", "invariably",
      "in every respect",
    ].map { "\(start) \($0)" }
  }.joined(separator: ", ")
}
